"""The periodic report as a document: Vietnamese, in the form of administrative documents."""
