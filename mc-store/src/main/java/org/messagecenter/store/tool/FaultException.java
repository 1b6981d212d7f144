package org.messagecenter.store.tool;

import java.io.IOException;

/** A fault that reading cannot go on behind. */
public final class FaultException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  FaultException(Fault fault) {
    super(fault.toString());
    this.fault = fault;
  }

  /** What is wrong, and where. */
  public Fault fault() {
    return fault;
  }
}
