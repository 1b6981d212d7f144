/**
 * Fuzz targets: one class for each reader of foreign octets, with a method that takes octets and
 * fails when a promise is broken, and a method that supplies well-formed examples.
 *
 * <p>An ordinary build feeds each target its seeds and a few thousand damaged copies of them.
 * {@code docs/fuzzing.md} has the command that lets Jazzer search for as long as one likes. A new
 * target is one more class of this form.
 */
@NullMarked
package org.messagecenter.protocol.fuzz;

import org.jspecify.annotations.NullMarked;
