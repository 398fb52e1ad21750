//! The command `quipu`: arguments, printing and the exit code.

mod arguments;
mod asking;
mod authoring;
mod building;
mod console;
mod editorial;
mod exchange;
mod problems;
mod publishing;
mod revising;
mod sharding;
mod threads;
mod watchdog;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use quipu::{Output, Pdfs};

use arguments::{Arguments, Command};
use asking::{accept_translations, audit, diff, explain, released, trace, translations};
use building::{build, changed, confidential, editions, outputs, run, serve};
use console::out;
use problems::{fail, say, tell};

/// The input has mistakes.
const REFUSED: u8 = 1;
/// The command was used wrongly, or the system refused.
const FAILED: u8 = 2;

/// Does what the command line says.
pub(crate) fn execute() -> ExitCode {
    // Clap itself exits with 2 on bad usage.
    let command = Arguments::parse().command;
    let code = match threads::start(&command) {
        Ok(()) => run_command(command),
        Err(message) => fail(&message),
    };
    console::exit_code(code, FAILED)
}

fn run_command(command: Command) -> ExitCode {
    match command {
        Command::Build(arguments) => match (&arguments.shard, &arguments.store) {
            (Some(wanted), Some(store)) => sharding::build(&arguments.check, (*wanted, store)),
            _ => build(&arguments),
        },
        Command::Join(arguments) => sharding::join(&arguments),
        Command::Check { check, confidential: true, .. } => confidential(&check),
        Command::Check { check, outputs: true, .. } => outputs(&check),
        Command::Check { check, changed: Some(revision), .. } => changed(&check, &revision),
        Command::Check { check, .. } => run(&check, Output::Nowhere),
        Command::Serve(arguments) => serve(&arguments),
        Command::Lsp { publication } => match quipu::serve::lsp(publication) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&format!("failed to read a message from the editor ({error})")),
        },
        Command::Publish(arguments) => publishing::publish(&arguments),
        Command::Release { name, check } => editorial::release(&name, &check),
        Command::Status(arguments) => editorial::status(&arguments),
        Command::Approve { text, by, publication } => editorial::approve(&publication, &text, &by),
        Command::Editions(arguments) => editions(&arguments),
        Command::Translations { command: Some(command), .. } => {
            tell(exchange::translations(&command))
        }
        Command::Translations { command: None, publication, accept, message_format } => {
            match accept {
                Some(paths) => accept_translations(&publication, &paths, message_format),
                None => translations(&publication, message_format),
            }
        }
        Command::Audit { publication, released: true, message_format } => {
            released(&publication, message_format)
        }
        Command::Audit { publication, released: false, message_format } => {
            audit(&publication, message_format)
        }
        Command::Data { command } => revising::data(&command),
        Command::Trace { query, publication, message_format } => {
            trace(&query, &publication, message_format)
        }
        Command::Diff(arguments) => diff(&arguments),
        Command::Import { project, to, date, no_pdf } => {
            let pdfs = if no_pdf { Pdfs::Skipped } else { Pdfs::Made };
            say(authoring::import(&project, to.as_deref(), date, pdfs))
        }
        Command::Export(arguments) => tell(exchange::export(&arguments)),
        Command::Review(arguments) => say(exchange::review(&arguments)),
        Command::Init { folder, empty, from } => say(authoring::init(&folder, empty, from)),
        Command::New(arguments) => say(authoring::new(&arguments)),
        Command::Templates(arguments) => say(authoring::templates(&arguments)),
        Command::Schema { kind, out } => say(authoring::schema(kind.as_deref(), out.as_deref())),
        Command::Explain { code } => explain(code.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "quipu", &mut script);
            out!("{}", String::from_utf8_lossy(&script));
            ExitCode::SUCCESS
        }
        Command::Man => {
            let mut page = Vec::new();
            match manual(&mut page) {
                Ok(()) => out!("{}", String::from_utf8_lossy(&page)),
                Err(error) => return fail(&format!("failed to write the manual page ({error})")),
            }
            ExitCode::SUCCESS
        }
    }
}

/// Writes one manual page for all commands, each with its options.
fn manual(out: &mut impl Write) -> io::Result<()> {
    let mut command = Arguments::command();
    command.build();
    let page = clap_mangen::Man::new(command.clone());
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        writeln!(out, ".SH \"QUIPU {}\"", command.get_name().to_uppercase())?;
        let about = command.get_long_about().or(command.get_about());
        writeln!(out, "{}\n", about.map(ToString::to_string).unwrap_or_default())?;
        let mut options = Vec::new();
        let page = clap_mangen::Man::new(command.clone());
        page.render_synopsis_section(&mut options)?;
        page.render_options_section(&mut options)?;
        page.render_extra_section(&mut options)?;
        // What is a section of a page of its own is a part of the command's here.
        out.write_all(String::from_utf8_lossy(&options).replace(".SH ", ".SS ").as_bytes())?;
    }
    page.render_extra_section(out)?;
    page.render_version_section(out)
}
