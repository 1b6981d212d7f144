package org.messagecenter.server.cli;

/** What the exit status of the process means. */
public final class ExitStatus {

  /** Done, or stopped in an orderly way. */
  public static final int OK = 0;

  /** The message center could not be started: an address in use, an unusable certificate. */
  public static final int NOT_STARTED = 1;

  /** {@code mc message}, {@code mc admin}: not there, not done, or no server answers. */
  public static final int NOT_DONE = 1;

  /** The command line or the configuration is wrong. */
  public static final int USAGE = 2;

  /** The store cannot be opened, or failed while running. */
  public static final int STORE_FAILED = 3;

  /** What {@code mc decode} or {@code mc store} was given is broken. */
  public static final int BROKEN = 4;

  /** {@code mc store check}: the journal ends with an unfinished commit, which a start drops. */
  public static final int TORN = 5;

  private ExitStatus() {}
}
