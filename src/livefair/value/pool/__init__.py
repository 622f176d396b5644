"""The co-creation pool: κ of the platform's commission, shared every 28 days among whoever was met on the way to what
was kept, by shrunk Shapley values times the lift of kept orders. docs/sharing.md explains each step.
"""
