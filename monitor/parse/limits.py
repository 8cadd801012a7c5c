"""Every bound of reading, in one place, with its reason.

What is longer is cut and what is more is left out, with a note; only what endangers the process
is refused.
"""

MAX_ENTRIES = 5_000  # a feed of 50,000 entries is an archive; the newest stand first
MAX_TITLE_CHARS = 1_000  # the longest headline of a real feed seen so far has 400
MAX_GUID_CHARS = 1_000  # a longer one is replaced by its hash: still the same at each poll
MAX_URL_CHARS = 4_000  # no server answers to more
MAX_TEXT_CHARS = 500_000  # of one summary or content: three novels' chapters
MAX_AUTHORS = 20
MAX_TAGS = 50
MAX_ENCLOSURES = 20
MAX_WORD_CHARS = 300  # of one author or tag
MAX_ATTRIBUTES = 500  # of one element; a parser that is quadratic in them stands behind ours
MAX_ALL_ATTRIBUTES = 100_000  # of a document: 5,000 entries with twenty each
MAX_TAG_BYTES = 8_192  # a shorter element cannot hold enough attributes to matter
MAX_ENTITIES = 20  # a DOCTYPE declares a name or two for convenience, never a hundred
MAX_ENTITY_CHARS = 100  # of one declared value; it may hold neither markup nor references
MAX_PAGE_CHARS = 4_000_000  # of markup; its tree takes ten times as much memory
MAX_SEGMENTS = 20_000  # stretches of text of one page; the largest real page seen has 4,000
MAX_JSON_DIGITS = 40  # of one number; converting 100,000 digits takes seconds
MAX_GROUPS = 40  # lists reported for one page, best first
MAX_LISTED = 500  # items kept of one list
MAX_WRAPPER_CHARS = 2_000  # of a list's place; a longer one is not remembered
MAX_REMEMBERED = 100  # titles of a list, to know it again in another layout
MAX_LINES = 20_000  # of a plain text that is searched for a list
MAX_UNPACKED_BYTES = 30_000_000  # of a sitemap.xml.gz; the protocol allows 50 MB to search engines
