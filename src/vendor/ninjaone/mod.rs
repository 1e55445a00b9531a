//! NinjaOne API v2: OAuth, five ways of paging, and writes that answer nothing.

mod filter;
