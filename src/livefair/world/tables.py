"""All packages with tables or listeners, so that importing this one knows them all."""

import livefair.kernel.jobs  # noqa: F401
