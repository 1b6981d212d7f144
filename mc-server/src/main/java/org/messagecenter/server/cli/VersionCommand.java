package org.messagecenter.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mc version}, and {@code mc --version}. */
@Command(name = "version", description = "Print the versions of the message center and of Java.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    for (String line : getVersion()) {
      spec.commandLine().getOut().println(line);
    }
    return ExitStatus.OK;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "Message Center " + version(),
      "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
    };
  }

  /** The build writes the project's version into a resource. */
  private static String version() {
    var properties = new Properties();
    try (InputStream stream = VersionCommand.class.getResourceAsStream("version.properties")) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      throw new IllegalStateException("version.properties cannot be read", e);
    }
    return properties.getProperty("version", "of unknown version");
  }
}
