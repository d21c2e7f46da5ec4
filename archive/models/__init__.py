"""The record's models, one concept a module."""

from archive.models.agency import Agency, AgencyName, AgencyRole
from archive.models.change import Change
from archive.models.correction import Correction
from archive.models.evidence import Evidence
from archive.models.figure import Figure
from archive.models.legal import Citation, LegalDocument
from archive.models.meeting import Meeting
from archive.models.official import Appearance, Official
from archive.models.place import Place, ReportPlace
from archive.models.report import Passage, Report, ReportDate, Segmentation
from archive.models.sketch import SketchHash
from archive.models.submission import Submission, SubmissionEvent
from archive.models.topic import ReportTopic, Topic

__all__ = [
    "Agency",
    "AgencyName",
    "AgencyRole",
    "Appearance",
    "Change",
    "Citation",
    "Correction",
    "Evidence",
    "Figure",
    "LegalDocument",
    "Meeting",
    "Official",
    "Passage",
    "Place",
    "Report",
    "ReportDate",
    "ReportPlace",
    "ReportTopic",
    "Segmentation",
    "SketchHash",
    "Submission",
    "SubmissionEvent",
    "Topic",
]
