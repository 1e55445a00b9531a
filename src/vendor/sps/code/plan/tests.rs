//! What is planned from documents and a box.
