"""Bundles of evidence: what a third party needs to verify it without this program."""

from monitor.evidence.bundle import Bundle, write_bundle
from monitor.evidence.checking import BundleError, BundleReport, check_bundle

__all__ = ["Bundle", "BundleError", "BundleReport", "check_bundle", "write_bundle"]
