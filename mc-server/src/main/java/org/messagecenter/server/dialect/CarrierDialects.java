package org.messagecenter.server.dialect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/** Finds the dialect that an entry of the carriers file asks for. */
public final class CarrierDialects {
  private static final String KEY = "dialect";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  private CarrierDialects() {}

  /** The dialect of the specification, of a carrier that has no file. */
  public static CarrierDialect book() {
    return new WrittenDialect(DialectSettings.BOOK);
  }

  /**
   * Reads the dialect of a carrier: the file that {@code dialect} names, and over it what {@code
   * dialect-settings} says. A name stands for {@code dialects/NAME.conf} beside the carriers file;
   * all else is a path.
   *
   * @param carrier its entry; problems are noted in it
   */
  public static CarrierDialect from(Section carrier) {
    DialectSettings settings = DialectSettings.BOOK;
    if (carrier.has(KEY)) {
      Path file = file(carrier);
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        settings = ConfigSource.include(carrier, file).map(settings::with).orElse(settings);
      } else {
        carrier.problem(KEY, "must name a file that can be read, and " + file + " cannot");
      }
    }
    Optional<Section> own = carrier.optionalSection("dialect-settings");
    return new WrittenDialect(own.map(settings::with).orElse(settings));
  }

  private static Path file(Section carrier) {
    String written = carrier.string(KEY);
    Path asPath = carrier.file(KEY);
    return NAME.matcher(written).matches()
        ? asPath.resolveSibling("dialects").resolve(written + ".conf")
        : asPath;
  }
}
