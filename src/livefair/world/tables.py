"""All packages with tables, listeners or jobs: importing this one knows them all."""

import livefair.catalog
import livefair.catalog.listeners
import livefair.community.listeners
import livefair.content.listeners
import livefair.discovery.searches
import livefair.governance.listeners
import livefair.governance.queries
import livefair.kernel.runner
import livefair.ledger
import livefair.live.civility
import livefair.live.listeners
import livefair.live.merging
import livefair.live.queries
import livefair.live.rehearsals
import livefair.live.restocks
import livefair.people.sign_in
import livefair.people.tokens
import livefair.shop.listeners
import livefair.shop.local_provider
import livefair.shop.money_back
import livefair.value.listeners
import livefair.value.payouts.calendar
import livefair.value.payouts.local_provider
import livefair.value.studies
import livefair.world.premieres
