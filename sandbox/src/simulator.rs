//! A running simulator: a thread with its own runtime, which ends with its owner.

use crate::fault::{Fault, Faults};
use crate::mount::environment_at;
use crate::server::{self, Shared};
use crate::{Options, Seen};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Threads that answer: while one makes an answer, another sends the last one.
const WORKERS: usize = 2;

/// A running simulator; it stops when it is dropped.
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Listen and answer from a thread of its own.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub fn start(options: Options) -> std::io::Result<Sandbox> {
        let listener = TcpListener::bind(options.address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(options));
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build()?;
        let served = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("sandbox".into()).spawn(move || {
            runtime.block_on(server::run(listener, served, stopped));
        })?;
        Ok(Sandbox { address, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The variables that point rmctl at this simulator.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        environment_at(&self.origin())
    }

    /// What arrived, in order: all of it, unless there were more than a hundred thousand.
    pub fn requests(&self) -> Vec<Seen> {
        locked(&self.shared.seen).clone()
    }

    /// How many transactions of SPS are open now; one that died with its login is not.
    pub fn open_sps_transactions(&self) -> usize {
        self.shared.open_transactions()
    }

    /// Let a later request go wrong.
    pub fn inject(&self, fault: Fault) {
        locked::<Faults>(&self.shared.faults).add(fault);
    }

    /// Let nothing go wrong any more.
    pub fn forgive(&self) {
        *locked(&self.shared.faults) = Faults::default();
    }

    /// Wait until the server ends, which without a fault of its own it does not.
    fn join(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // A panic has been reported by the thread itself.
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // Dropping cannot report, and the thread has.
        }
    }
}

/// Serve in the foreground until the process ends. `ready` is called once, when requests are answered.
///
/// # Errors
/// The address cannot be listened on.
pub fn serve(options: Options, ready: impl FnOnce(&Sandbox)) -> std::io::Result<()> {
    let sandbox = Sandbox::start(options)?;
    ready(&sandbox);
    sandbox.join();
    Ok(())
}

/// A panic while the lock was held leaves whole values behind: every change under it is one assignment.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
