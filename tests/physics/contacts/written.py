"""Element files as the providers write them, for several tests."""

import csv
import io
import json

from sgp4.io import fix_checksum

ISS = (
    "1 25544U 98067A   19343.69339541  .00001764  00000-0  38792-4 0  9991",
    "2 25544  51.6439 211.2001 0007417  17.6667  85.6398 15.50103472202482",
)
VANGUARD = (
    "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753",
    "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667",
)
ALPHA5 = tuple(
    map(
        fix_checksum,
        (
            "1 T0001U 26001A   26005.50000000 -.00001764  11111-2 -38792-4 0   10",
            "2 T0001   1.0439   1.2001 0100417   7.6667   5.6398  2.00103472    2",
        ),
    )
)
SETS = (ISS, VANGUARD, ALPHA5)

CELESTRAK = {
    "OBJECT_NAME": "ISS (ZARYA)",
    "OBJECT_ID": "1998-067A",
    "EPOCH": "2025-11-20T06:16:08.218560",
    "MEAN_MOTION": 15.49530311,
    "ECCENTRICITY": 0.0003912,
    "INCLINATION": 51.6312,
    "RA_OF_ASC_NODE": 248.9151,
    "ARG_OF_PERICENTER": 150.4037,
    "MEAN_ANOMALY": 209.7165,
    "EPHEMERIS_TYPE": 0,
    "CLASSIFICATION_TYPE": "U",
    "NORAD_CAT_ID": 25544,
    "ELEMENT_SET_NO": 999,
    "REV_AT_EPOCH": 53942,
    "BSTAR": 0.00021035,
    "MEAN_MOTION_DOT": 0.00011338,
    "MEAN_MOTION_DDOT": 0,
}
MOLNIYA = {
    **CELESTRAK,
    "OBJECT_NAME": "MOLNIYA 1-91",
    "OBJECT_ID": "1998-054A",
    "EPOCH": "2025-11-19T11:02:33.000001",
    "MEAN_MOTION": 2.36440798,
    "ECCENTRICITY": 0.7064412,
    "INCLINATION": 64.1,
    "BSTAR": 0,
    "NORAD_CAT_ID": 25485,
}
SPACE_TRACK = {
    "CCSDS_OMM_VERS": "3.0",
    "COMMENT": "GENERATED VIA SPACE-TRACK.ORG API",
    "CREATION_DATE": "2025-11-20T08:06:08",
    "ORIGINATOR": "18 SPCS",
    "CENTER_NAME": "EARTH",
    "REF_FRAME": "TEME",
    "TIME_SYSTEM": "UTC",
    "MEAN_ELEMENT_THEORY": "SGP4",
    **{key: str(value) for key, value in CELESTRAK.items()},
    "SEMIMAJOR_AXIS": "6795.123",
    "DECAY_DATE": None,
    "TLE_LINE0": "0 ISS (ZARYA)",
}
METADATA = ("OBJECT_NAME", "OBJECT_ID", "CENTER_NAME", "REF_FRAME", "TIME_SYSTEM", "MEAN_ELEMENT_THEORY")
MEAN = ("EPOCH", "MEAN_MOTION", "ECCENTRICITY", "INCLINATION", "RA_OF_ASC_NODE", "ARG_OF_PERICENTER", "MEAN_ANOMALY")


def texts(record):
    return {key: "" if value is None else str(value) for key, value in record.items()}


def as_csv(records, **options):
    file = io.StringIO()
    writer = csv.DictWriter(file, list(records[0]), **options)
    writer.writeheader()
    writer.writerows(texts(record) for record in records)
    return file.getvalue()


def as_json(records):
    return json.dumps(records)


def as_xml(records):
    segments = []
    for record in map(texts, records):
        parts = {"metadata": "", "meanElements": "", "tleParameters": ""}
        for key, value in record.items():
            if key.startswith(("CCSDS", "COMMENT", "CREATION", "ORIGINATOR", "SEMI", "DECAY", "TLE_LINE")):
                continue
            part = "metadata" if key in METADATA else "meanElements" if key in MEAN else "tleParameters"
            parts[part] += f"<{key}>{value}</{key}>"
        body = "".join(f"<{part}>{text}</{part}>" for part, text in parts.items() if part != "metadata")
        segments.append(
            '<omm id="CCSDS_OMM_VERS" version="2.0"><header><CREATION_DATE/><ORIGINATOR/></header><body>'
            f"<segment><metadata>{parts['metadata']}</metadata><data>{body}</data></segment></body></omm>"
        )
    return '<?xml version="1.0" encoding="UTF-8"?>\n<ndm xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n' + "\n".join(segments) + "\n</ndm>\n"


def as_kvn(records):
    units = {"MEAN_MOTION": " [rev/day]", "INCLINATION": " [deg]"}
    messages = []
    for record in map(texts, records):
        lines = [f"{key:<20}= {value}{units.get(key, '')}" for key, value in record.items() if key not in ("CCSDS_OMM_VERS", "COMMENT")]
        messages.append("\n".join(["CCSDS_OMM_VERS = 2.0", "COMMENT as CelesTrak writes it", *lines]) + "\n")
    return "\n".join(messages)


FORMATS = {"csv": as_csv, "json": as_json, "xml": as_xml, "kvn": as_kvn}
