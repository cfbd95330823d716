"""Taking a briefing along: chosen and pressed in the browser, and the file that opens without a network."""

import html
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from corridors.analysis.rows import OwnLayer
from corridors.briefing.alternatives import Comparison
from corridors.briefing.choices import Choices
from corridors.briefing.make import make
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.maps.overlay import Part
from corridors.network import graph, query
from corridors.maps import routes
from tests.browser.conftest import READY, Traffic, Visit
