package org.messagecenter.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.messagecenter.server.admin.AdminClient;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.admin.AdminSettings;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.Section;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks the running server over its admin socket. */
abstract class ServerTask implements Callable<Integer> {

  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOptions options = new DataOptions();

  ServerTask(Path home) {
    this.home = home;
  }

  @Override
  public final Integer call() throws ConfigException {
    Section settings = options.load(home);
    Path storeDirectory = settings.section("store").file("directory");
    AdminSettings admin = AdminSettings.from(settings.section("admin"), storeDirectory);
    settings.verifyPart();
    try {
      return work(admin, storeDirectory);
    } catch (IOException e) {
      err().println(e.getMessage());
      return ExitStatus.NOT_DONE;
    }
  }

  /** Does the work; answers the exit status. */
  abstract int work(AdminSettings admin, Path storeDirectory) throws IOException;

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Asks, and prints the answer where it belongs. */
  final int ask(AdminSettings admin, List<String> words) throws IOException {
    if (!admin.enabled()) {
      throw new IOException("the server has no admin socket: admin.enabled is false");
    }
    int status = AdminClient.ask(admin.socket(), words, out()::println);
    out().flush();
    return status == AdminCommand.OK
        ? ExitStatus.OK
        : status == AdminCommand.USAGE ? ExitStatus.USAGE : ExitStatus.NOT_DONE;
  }
}
