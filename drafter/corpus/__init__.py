"""Speech in, blocks out: read → clean → outline → tag → slots → extract.

`paragraphs` undoes what files do to text (hard wraps, page furniture), `markers` finds ordinals, `series` decides
which of them make an outline and how deep each lies, `leads` finds headings that bear no ordinal, `heads` parts the
speeches of a file and reads title, date, speaker and salutations, `outlining` is the whole way from a reading to
speeches. `cleaning` and `figures` list repairs and facts, `tagging` says what things are about.
"""
