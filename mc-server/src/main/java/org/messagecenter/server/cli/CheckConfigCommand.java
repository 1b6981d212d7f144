package org.messagecenter.server.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.messagecenter.server.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mc check-config}. */
@Command(
    name = "check-config",
    description = "Read the configuration as run would, print every problem, start nothing.")
final class CheckConfigCommand implements Callable<Integer> {

  private final Launch launch;
  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  CheckConfigCommand(Launch launch, Path home) {
    this.launch = launch;
    this.home = home;
  }

  @Override
  public Integer call() throws ConfigException {
    options.applyLogLevel();
    CheckedLaunch.prepare(launch, options, home);
    spec.commandLine().getOut().println("the configuration has no problems");
    return ExitStatus.OK;
  }
}
