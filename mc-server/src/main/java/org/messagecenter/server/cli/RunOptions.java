package org.messagecenter.server.cli;

import java.nio.file.Path;

/**
 * The flags of a start that are no settings, because they are to be repeated at each start.
 *
 * @param home directory of the installation
 * @param allowDemoAccounts whether demo passwords may be reachable from other machines
 * @param showMessageText whether texts and numbers of messages appear in the log unmasked
 */
public record RunOptions(Path home, boolean allowDemoAccounts, boolean showMessageText) {}
