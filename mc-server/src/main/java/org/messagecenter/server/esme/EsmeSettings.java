package org.messagecenter.server.esme;

import java.util.regex.Pattern;
import org.messagecenter.server.config.Section;

/**
 * How ESME sessions are answered.
 *
 * @param systemId what the message center calls itself in bind responses, at most 15 characters
 */
public record EsmeSettings(String systemId) {
  private static final Pattern SYSTEM_ID = Pattern.compile("[\\x21-\\x7E]{1,15}");

  public static EsmeSettings from(Section s) {
    return new EsmeSettings(s.string("system-id", SYSTEM_ID, "1 to 15 printable ASCII characters"));
  }
}
