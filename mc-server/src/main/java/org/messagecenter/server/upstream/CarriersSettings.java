package org.messagecenter.server.upstream;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/**
 * The carriers that there are.
 *
 * @param file where they are kept
 * @param carriers those read from it, in their order
 */
public record CarriersSettings(Path file, List<CarrierSettings> carriers) {

  public CarriersSettings {
    carriers = List.copyOf(carriers);
  }

  /** What the carriers are called. */
  public Set<String> names() {
    return carriers.stream().map(CarrierSettings::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Reads the section {@code carriers} and the file that it names. */
  public static CarriersSettings from(Section section) {
    Path file = section.file("file");
    return new CarriersSettings(
        file, ConfigSource.include(section, file).map(CarriersSettings::read).orElse(List.of()));
  }

  private static List<CarrierSettings> read(Section file) {
    List<CarrierSettings> carriers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section entry : file.sections("carriers")) {
      CarrierSettings carrier = CarrierSettings.from(entry);
      if (!carrier.name().isEmpty() && !names.add(carrier.name())) {
        entry.problem("name", "is the name of another carrier");
      }
      carriers.add(carrier);
    }
    return carriers;
  }
}
