//! A look through an XML part before anything interprets it: no document type, no other encoding
//! than UTF-8, nothing nested or spread out without end.

use super::limits::{DEPTH, TAG_BYTES, TEXT_BYTES};

/// What keeps a part from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It declares a document type, and with it perhaps entities.
    DocumentType,
    /// It is not UTF-8.
    NotUtf8,
    /// It passes a limit: which, and what it is.
    Limit(&'static str, usize),
}

/// Where in the text the scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Text,
    /// Behind `<`.
    Opened,
    /// In a tag; the quotation mark that is open, if one is, and the byte before.
    Tag {
        closing: bool,
        quote: u8,
        last: u8,
    },
    /// Behind `<!`: what follows tells comments, character data and document types apart.
    Mark,
    Comment,
    Data,
    Instruction,
}

/// Looks through a part piece by piece.
pub(super) struct Scan {
    at: At,
    depth: usize,
    length: usize,
    elements: usize,
    most_elements: usize,
    /// The last bytes seen, youngest last: how ends of comments and data are told.
    tail: [u8; 3],
    /// Bytes of a character whose end has not been seen yet.
    partial: Vec<u8>,
    /// The first instruction, which may name an encoding.
    declaration: Vec<u8>,
    first_instruction: bool,
}

impl Scan {
    pub(super) fn new(most_elements: usize) -> Scan {
        Scan {
            at: At::Text,
            depth: 0,
            length: 0,
            elements: 0,
            most_elements,
            tail: [0; 3],
            partial: Vec::new(),
            declaration: Vec::new(),
            first_instruction: true,
        }
    }

    /// Looks through the next piece.
    pub(super) fn piece(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.is_utf8(bytes)?;
        bytes.iter().try_for_each(|byte| self.byte(*byte))
    }

    /// Looks whether the part may end here.
    pub(super) fn end(&self) -> Result<(), Fault> {
        if self.partial.is_empty() { Ok(()) } else { Err(Fault::NotUtf8) }
    }

    fn is_utf8(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let joined;
        let mut bytes = bytes;
        if !self.partial.is_empty() {
            self.partial.extend_from_slice(bytes);
            joined = std::mem::take(&mut self.partial);
            bytes = &joined;
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => Ok(()),
            Err(error) if error.error_len().is_none() => {
                self.partial = bytes[error.valid_up_to()..].to_vec();
                Ok(())
            }
            Err(_) => Err(Fault::NotUtf8),
        }
    }

    fn byte(&mut self, byte: u8) -> Result<(), Fault> {
        self.length += 1;
        match self.at {
            At::Text if byte == b'<' => self.go(At::Opened),
            At::Text => self.no_longer_than("text", TEXT_BYTES)?,
            At::Opened => match byte {
                b'!' => self.go(At::Mark),
                b'?' => self.go(At::Instruction),
                b'/' => self.go(At::Tag { closing: true, quote: 0, last: 0 }),
                _ => self.go(At::Tag { closing: false, quote: 0, last: byte }),
            },
            At::Tag { closing, quote: 0, last } if byte == b'>' => {
                self.go(At::Text);
                self.tag_ended(closing, last == b'/')?;
            }
            At::Tag { closing, quote, .. } => {
                let quote = match (quote, byte) {
                    (0, b'"' | b'\'') => byte,
                    (open, byte) if open == byte => 0,
                    (open, _) => open,
                };
                self.at = At::Tag { closing, quote, last: byte };
                self.no_longer_than("tag", TAG_BYTES)?;
            }
            At::Mark => match byte {
                b'-' => self.go(At::Comment),
                b'[' => self.go(At::Data),
                _ => return Err(Fault::DocumentType),
            },
            At::Comment if byte == b'>' && self.tail[1..] == *b"--" => self.go(At::Text),
            At::Data if byte == b'>' && self.tail[1..] == *b"]]" => self.go(At::Text),
            At::Instruction if byte == b'>' && self.tail[2] == b'?' => {
                self.go(At::Text);
                self.instruction_ended()?;
            }
            At::Comment | At::Data => self.no_longer_than("text", TEXT_BYTES)?,
            At::Instruction => {
                if self.first_instruction {
                    self.declaration.push(byte.to_ascii_lowercase());
                }
                self.no_longer_than("tag", TAG_BYTES)?;
            }
        }
        self.tail = [self.tail[1], self.tail[2], byte];
        Ok(())
    }

    fn go(&mut self, at: At) {
        self.at = at;
        self.length = 0;
    }

    fn no_longer_than(&self, what: &'static str, limit: usize) -> Result<(), Fault> {
        if self.length > limit { Err(Fault::Limit(what, limit)) } else { Ok(()) }
    }

    fn tag_ended(&mut self, closing: bool, empty: bool) -> Result<(), Fault> {
        if closing {
            self.depth = self.depth.saturating_sub(1);
            return Ok(());
        }
        self.elements += 1;
        if self.elements > self.most_elements {
            return Err(Fault::Limit("elements", self.most_elements));
        }
        if !empty {
            self.depth += 1;
            if self.depth > DEPTH {
                return Err(Fault::Limit("depth", DEPTH));
            }
        }
        Ok(())
    }

    fn instruction_ended(&mut self) -> Result<(), Fault> {
        let first = std::mem::replace(&mut self.first_instruction, false);
        let said = String::from_utf8_lossy(&self.declaration);
        let named = said.split_once("encoding").map(|(_, rest)| rest);
        match named.filter(|_| first) {
            Some(rest) if !rest.contains("utf-8") && !rest.contains("utf8") => Err(Fault::NotUtf8),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &[u8]) -> Result<(), Fault> {
        // Cut everywhere: nothing may depend on where a piece ends.
        let mut whole = Scan::new(100);
        let found = whole.piece(text).and_then(|()| whole.end());
        let mut cut = Scan::new(100);
        let pieces = text.iter().try_for_each(|byte| cut.piece(&[*byte]));
        assert_eq!(pieces.and_then(|()| cut.end()), found);
        found
    }

    #[test]
    fn plain_parts_pass() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- <!DOCTYPE --><a b='>'>甲\
                    <![CDATA[<!DOCTYPE]]><c d=\"/\"/></a>";
        assert_eq!(scan(text.as_bytes()), Ok(()));
    }

    #[test]
    fn document_types_encodings_and_depth_do_not() {
        assert_eq!(scan(b"<?xml version='1.0'?><!DOCTYPE a>"), Err(Fault::DocumentType));
        assert_eq!(scan(b"<?xml encoding='GB2312'?><a/>"), Err(Fault::NotUtf8));
        assert_eq!(scan(b"<a>\xD6\xD0</a>"), Err(Fault::NotUtf8));
        assert_eq!(scan("<a>甲".as_bytes().split_last().unwrap().1), Err(Fault::NotUtf8));
        assert_eq!(scan("<a>".repeat(DEPTH).as_bytes()), Ok(()));
        let deep = "<a>".repeat(DEPTH + 1);
        assert_eq!(scan(deep.as_bytes()), Err(Fault::Limit("depth", DEPTH)));
        assert_eq!(scan("<a/>".repeat(101).as_bytes()), Err(Fault::Limit("elements", 100)));
        let long = format!("<a b=\"{}\"/>", "x".repeat(TAG_BYTES));
        assert_eq!(scan(long.as_bytes()), Err(Fault::Limit("tag", TAG_BYTES)));
    }
}
