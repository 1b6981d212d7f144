/**
 * Reading a store's directory without opening the store: to check it, to tell what is in it, to
 * copy it while a server runs, and to save what is whole of a damaged one.
 *
 * <p>Two ways of reading feed the same {@link WalkSink}. {@link JournalWalk} reads a directory at
 * rest, by the rules of recovery, but goes on where recovery refuses: it says what is wrong, and
 * looks for the next group. {@link LiveWalk} reads beside a running server; how it can be sure of
 * what it read is told there. Neither writes to the directory it reads.
 *
 * <p>Nothing else in the store depends on this package.
 */
@NullMarked
package org.messagecenter.store.tool;

import org.jspecify.annotations.NullMarked;
