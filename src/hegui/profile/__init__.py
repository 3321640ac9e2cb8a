"""Who is checked: operators, their systems, services, products and data, people by role, and where the evidence lies.

A profile is a file ``hegui.yaml``. ``load`` reads it or says everything that is wrong with it; ``facts`` and ``sources`` are what the
rest of the program takes from it; ``schema`` helps editors; ``init`` asks the questions and writes a first one.
"""

from hegui.profile.declared import sources
from hegui.profile.editors import SCHEMA_FILE, schema, schema_text
from hegui.profile.loading import FILE, Profile, load
from hegui.profile.rows import facts
from hegui.profile.starting import ask, init

__all__ = ["FILE", "SCHEMA_FILE", "Profile", "ask", "facts", "init", "load", "schema", "schema_text", "sources"]
