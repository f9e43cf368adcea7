//! Text into columns, the same for the command line, HTTP and the page.
