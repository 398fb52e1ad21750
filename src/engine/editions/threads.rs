//! Threads for work that is begun, done in parts, and finished.
//!
//! Typst works on the threads of the pool, and one of those that waited for it would begin the next
//! document on top of its stack. So PDFs are set on threads of their own. What is begun is finished before
//! more is begun, so that few documents are in memory at a time.

use std::iter;
use std::panic::resume_unwind;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ScopedJoinHandle};

/// Work on many inputs.
pub(super) trait Work: Sync {
    /// What is worked on.
    type Input: Sync;
    /// What has begun.
    type Begun: Send + Sync;
    /// What comes of it.
    type Output: Send;

    /// Begins one; returns it with the number of its parts.
    fn begin(&self, input: &Self::Input) -> (Self::Begun, usize);

    /// Does a part of it, by its number.
    fn part(&self, begun: &Self::Begun, part: usize);

    /// Finishes it when all parts are done.
    fn finish(&self, begun: Self::Begun) -> Self::Output;
}

/// What is to be done next.
enum Step<B> {
    Begin(usize),
    Part(Arc<B>, usize),
}

struct State<B> {
    parts: Vec<(Arc<B>, usize)>,
    /// The next input.
    next: usize,
    /// How many steps are in progress, each of which may add more.
    busy: usize,
}

struct Queue<B> {
    state: Mutex<State<B>>,
    changed: Condvar,
    inputs: usize,
}

/// A step being done, until it is dropped.
struct Busy<'q, B>(&'q Queue<B>);

impl<B> Drop for Busy<'_, B> {
    fn drop(&mut self) {
        self.0.state().busy -= 1;
        self.0.changed.notify_all();
    }
}

impl<B> Queue<B> {
    fn state(&self) -> MutexGuard<'_, State<B>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a step; none if everything is done.
    fn next(&self) -> Option<(Step<B>, Busy<'_, B>)> {
        let mut state = self.state();
        loop {
            let step = match state.parts.pop() {
                Some((begun, part)) => Some(Step::Part(begun, part)),
                None if state.next < self.inputs => {
                    state.next += 1;
                    Some(Step::Begin(state.next - 1))
                }
                None => None,
            };
            if let Some(step) = step {
                state.busy += 1;
                return Some((step, Busy(self)));
            }
            if state.busy == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Does `work` on all inputs, begun in their order, on as many threads as the pool has; returns what comes
/// of each, in no order.
pub(super) fn work_on<W: Work>(work: &W, inputs: &[W::Input]) -> Vec<W::Output> {
    let state = State { parts: Vec::new(), next: 0, busy: 0 };
    let queue = Queue { state: Mutex::new(state), changed: Condvar::new(), inputs: inputs.len() };
    let run = || {
        let mut outputs = Vec::new();
        while let Some((step, busy)) = queue.next() {
            match step {
                Step::Begin(number) => {
                    let (begun, parts) = work.begin(&inputs[number]);
                    if parts == 0 {
                        outputs.push(work.finish(begun));
                    } else {
                        // No other than the parts may hold what was begun: the last of them finishes it. The
                        // last that is put is the first that is done.
                        let parts = iter::repeat_n(Arc::new(begun), parts).zip((0..parts).rev());
                        queue.state().parts.extend(parts);
                    }
                }
                Step::Part(begun, part) => {
                    work.part(&begun, part);
                    // The thread with the last part has everything that was begun.
                    outputs.extend(Arc::into_inner(begun).map(|begun| work.finish(begun)));
                }
            }
            drop(busy);
        }
        outputs
    };
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().spawn_scoped(scope, run).ok();
        let threads: Vec<_> = (0..rayon::current_num_threads()).map_while(start).collect();
        // A system that gives no thread has at least this one.
        let own = if threads.is_empty() { run() } else { Vec::new() };
        let results = threads.into_iter().map(ScopedJoinHandle::join);
        let results =
            results.flat_map(|results| results.unwrap_or_else(|panic| resume_unwind(panic)));
        results.chain(own).collect()
    })
}

/// Does `work` on one input, on this thread.
pub(super) fn work_on_one<W: Work>(work: &W, input: &W::Input) -> W::Output {
    let (begun, parts) = work.begin(input);
    for part in 0..parts {
        work.part(&begun, part);
    }
    work.finish(begun)
}
