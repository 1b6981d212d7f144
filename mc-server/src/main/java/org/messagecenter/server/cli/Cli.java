package org.messagecenter.server.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.messagecenter.server.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** Reads the command line and runs the command it names. */
public final class Cli {

  private final Launch launch;
  private final Path home;
  private final HashPasswordCommand.Terminal terminal;
  private final PrintWriter out;
  private final PrintWriter err;

  @Command(
      name = "mc",
      description = "SMPP message center: SMSC simulator and store-and-forward relay.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionCommand.class,
      synopsisSubcommandLabel = "COMMAND",
      exitCodeOnInvalidInput = ExitStatus.USAGE,
      exitCodeOnExecutionException = ExitStatus.NOT_STARTED)
  private static final class Root {}

  Cli(
      Launch launch,
      Path home,
      HashPasswordCommand.Terminal terminal,
      PrintWriter out,
      PrintWriter err) {
    this.launch = launch;
    this.home = home;
    this.terminal = terminal;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs a command with the streams of the process. The home directory of the installation is the
   * system property {@code mc.home}, or else the working directory.
   *
   * @return the exit status, see {@link ExitStatus}
   */
  public static int execute(String[] arguments, Launch launch) {
    Path home = Path.of(System.getProperty("mc.home", "")).toAbsolutePath().normalize();
    var cli =
        new Cli(
            launch,
            home,
            new SystemTerminal(),
            new PrintWriter(System.out, true, Charset.defaultCharset()),
            new PrintWriter(System.err, true, Charset.defaultCharset()));
    return cli.execute(arguments);
  }

  int execute(String... arguments) {
    var line = new CommandLine(new Root());
    line.addSubcommand(new RunCommand(launch, home));
    line.addSubcommand(new CheckConfigCommand(launch, home));
    line.addSubcommand(new HashPasswordCommand(terminal));
    line.addSubcommand(new DecodeCommand(System.in));
    line.addSubcommand(RouteCommand.line(launch, home));
    line.addSubcommand(StoreCommand.line(home));
    line.addSubcommand(MessageCommand.line(home));
    line.addSubcommand(new AdminWordsCommand(home));
    line.addSubcommand(new VersionCommand());
    for (Subcommand added : ServiceLoader.load(Subcommand.class)) {
      line.addSubcommand(added.name(), added.command());
    }
    line.getSubcommands().values().forEach(Cli::addHelp);
    line.addSubcommand(new CommandLine.HelpCommand());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO));
    line.setExecutionExceptionHandler(
        (exception, command, result) -> {
          if (exception instanceof ConfigException problems) {
            problems.problems().forEach(problem -> err.println(problem));
            return ExitStatus.USAGE;
          }
          throw exception;
        });
    return line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  /** Every command explains itself, whoever added it. */
  private static void addHelp(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .type(boolean.class)
                  .description("Print this help.")
                  .build());
    }
    command.getSubcommands().values().forEach(Cli::addHelp);
  }
}
