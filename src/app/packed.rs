//! Answers that are files full of records: fetched whole, then shown record by record, or saved as they came.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use reqwest::header::HeaderMap;
use tokio::sync::mpsc::{Receiver, channel};

use super::list::{NOTHING, said_when_empty};
use super::operation::{Runner, knowledge};
use super::preview;
use super::stop::Stop;
use super::target::{STANDARD_OUTPUT, Target};
use crate::catalog::{Pack, Unpacked};
use crate::dialect::garbled;
use crate::failure::{Code, Failure, without_number};
use crate::given::Given;
use crate::http::{Fault, Reply, Request};
use crate::output::{Flow, Knowledge, Printer, Shape};
use crate::store::{folder_for, plain, put};

/// So many records may wait for the printer.
const AHEAD: usize = 256;
/// What a vendor says in the place of a file is shorter.
const LONGEST_WORDS: u64 = 1 << 20;

impl Runner<'_> {
    /// The records of a file, or with `--save` the file.
    pub(super) async fn unpack(&self) -> Result<(), Stop> {
        let knowledge = knowledge(self.call.vendor, self.call.operation);
        self.view.check(Shape::List, &knowledge)?;
        let request = self.plan_of_file()?;
        if self.context.globals.print_curl {
            return preview::curl(self.context, self.opened, &request);
        }
        let pack = self.call.operation.pack.expect("it is asked only of rows that have one");
        let save = self.call.save.as_deref();
        if let Some(path) = save.filter(|path| *path != STANDARD_OUTPUT) {
            return self.keep(request, &pack, Path::new(path)).await;
        }
        let target = Target::passing()?;
        match self.fetch(request, &pack, target.path()).await {
            Ok(()) if save.is_some() => target.pass_on(&mut self.context.out()),
            Ok(()) => self.show(&pack, target.path().to_owned(), &knowledge).await,
            Err(fault) => Err(self.explained(fault).await),
        }
    }

    /// Under its name only once it is whole, and is what it should be.
    async fn keep(&self, request: Request, pack: &Pack, target: &Path) -> Result<(), Stop> {
        let cannot = |error: std::io::Error| {
            // The folder that was to be made is nobody's concern.
            let why = without_number(&error.to_string()).to_lowercase();
            Failure::usage(format!("cannot write `{}`: {why}", target.display()))
        };
        let folder = tempfile::Builder::new().prefix(".partial-").tempdir_in(folder_for(target));
        let folder = folder.map_err(plain).map_err(cannot)?;
        let path = folder.path().join("answer");
        match self.fetch(request, pack, &path).await {
            Ok(()) => Ok(put(&path, target).map_err(cannot)?),
            Err(fault) => Err(self.explained(fault).await),
        }
    }

    async fn fetch(&self, request: Request, pack: &Pack, path: &Path) -> Result<(), Fault> {
        let request = Request { save: Some(path.to_owned()), ..request };
        self.opened.session.ask(&request).await?;
        let mut first = Vec::new();
        let read = File::open(path).and_then(|file| file.take(LONGEST_WORDS).read_to_end(&mut first));
        read.map_err(|error| Failure::usage(format!("cannot read what came: {error}")))?;
        match (pack.begins)(&first) {
            true => Ok(()),
            false => Err(self.no_file(&request, pack, first)),
        }
    }

    /// What came in the place of the file, in words: the vendor's, where it has some.
    fn no_file(&self, request: &Request, pack: &Pack, body: Vec<u8>) -> Fault {
        let is_text = body.trim_ascii_start().starts_with(b"<");
        let reply =
            Reply { status: 200, headers: HeaderMap::new(), body: Bytes::from(body), saved: None, socket: None };
        let said = self.opened.session.read(request, &reply).err().filter(|_| is_text);
        said.unwrap_or_else(|| garbled(request, &reply, &format!("it is no {}", pack.noun)))
    }

    async fn show(&self, pack: &Pack, path: PathBuf, knowledge: &Knowledge) -> Result<(), Stop> {
        let mut out = self.context.out();
        let mut printer = Printer::new(&self.view, Shape::List, knowledge, &mut out)?;
        let (mut pieces, unpacking) = unpacked(*pack, path, self.call.given.clone());
        let passed = self.pass_on(&mut pieces, &mut printer).await;
        // Whoever does not listen any more ends the unpacking, too.
        drop(pieces);
        let interrupted = match passed {
            Err(Passing::Stopped(stop)) => return Err(stop),
            Err(Passing::Interrupted(fault)) => Some(fault),
            Ok(()) => None,
        };
        let unpacked =
            unpacking.join().unwrap_or_else(|_| Err(Failure::new(Code::Internal, "the unpacking broke down")));
        self.context.reporter.clear();
        let summary = printer.finish()?;
        out.flush()?;
        self.context.warn_all(&summary);
        if let Some(fault) = interrupted {
            return Err(self.explained(fault).await);
        }
        match unpacked {
            Ok(()) => said_when_empty(self.context, &self.view, summary.printed, NOTHING),
            Err(failure) => Err(self.cut_short(failure, summary.printed).into()),
        }
    }

    async fn pass_on(&self, pieces: &mut Receiver<Unpacked>, printer: &mut Printer<'_>) -> Result<(), Passing> {
        loop {
            let piece = self.context.interrupt.race(pieces.recv()).await.map_err(Passing::Interrupted)?;
            match piece {
                None => return Ok(()),
                Some(Unpacked::Warning(text)) => self.context.reporter.warn(&text),
                Some(Unpacked::Record(record)) => {
                    let flow = printer.record(&record).map_err(|error| Passing::Stopped(error.into()))?;
                    if flow == Flow::Enough {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// What was shown before is not all.
    fn cut_short(&self, failure: Failure, printed: usize) -> Failure {
        let what = super::operation::what(self.call.operation);
        let (code, message) = match printed {
            0 => (failure.code, format!("cannot {what}: {}", failure.message)),
            _ => (Code::Partial, format!("cannot {what} to the end: {printed} came, then {}", failure.message)),
        };
        self.failed(&Failure { code, message, ..failure })
    }
}

/// Why records are not passed on to the end.
enum Passing {
    Interrupted(Fault),
    Stopped(Stop),
}

type Unpacking = std::thread::JoinHandle<Result<(), Failure>>;

/// On a thread of its own: a large file takes long, and the user may want to stop.
fn unpacked(pack: Pack, path: PathBuf, given: Given) -> (Receiver<Unpacked>, Unpacking) {
    let (sender, receiver) = channel(AHEAD);
    let work = move || (pack.unpack)(&path, &given, &mut |piece| sender.blocking_send(piece).is_ok());
    (receiver, std::thread::spawn(work))
}
