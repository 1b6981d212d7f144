package org.messagecenter.server.dialect;

import org.messagecenter.server.config.Section;

/** Finds the dialect that an entry of the carriers file asks for. */
public final class CarrierDialects {
  private CarrierDialects() {}

  /**
   * Reads the dialect of a carrier.
   *
   * @param carrier its entry; problems are noted in it
   */
  public static CarrierDialect from(Section carrier) {
    return new PlainDialect();
  }
}
