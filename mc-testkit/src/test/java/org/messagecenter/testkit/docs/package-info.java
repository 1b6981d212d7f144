/**
 * The pages of {@code docs/protocol}: written from the tables of {@code mc-protocol}, and the
 * conformance statement from {@code pics.csv}.
 *
 * <p>They are made here, among the tests that see all modules and their sources, because nobody
 * needs the generator at run time: the pages are files of the repository, and a test fails when a
 * table says something else.
 */
@NullMarked
package org.messagecenter.testkit.docs;

import org.jspecify.annotations.NullMarked;
