//! The product as people use it: the real binary on real folders. One binary for all of them, so
//! that it is linked once.

mod support;

mod access;
mod api;
mod as_of;
mod attachments;
mod boundaries;
mod browser;
mod connections;
mod diff;
mod draws;
mod evidence;
mod explain_codes;
mod failed_sync;
mod hostile;
mod hostile_workbooks;
mod incentives;
mod index;
mod integrity;
mod laws;
mod layout;
mod operate;
mod oracle;
mod oracle_flawed;
mod oracle_hdi;
mod oracle_imperfections;
mod oracle_nuts2;
mod overlays;
mod public;
mod readme;
mod results;
mod rules_reference;
mod schema;
mod stories;
mod weighing;
mod what_if;
mod workbooks;
