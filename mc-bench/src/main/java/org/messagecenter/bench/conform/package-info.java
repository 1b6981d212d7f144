/**
 * {@code mc conform}: the behaviour list of SMPP, tried on any message center from outside.
 *
 * <p>The tool is an ESME of its own. It writes PDUs field by field ({@link
 * org.messagecenter.bench.conform.Body}) and reads what comes back octet by octet ({@link
 * org.messagecenter.bench.conform.BodyReader}); our codec and our session are not used, so that a
 * mistake in them cannot hide itself. Only tables of names are shared.
 *
 * <p>A {@link org.messagecenter.bench.conform.Check} is one statement of the specification with the
 * code that tries it. {@link org.messagecenter.bench.conform.Runner} gives each one fresh
 * connections and turns whatever happens into a {@link org.messagecenter.bench.conform.Result}. A
 * check ends early by throwing {@link org.messagecenter.bench.conform.Ended}. Rules that hold for
 * every PDU, whatever is being tried, are kept by {@link org.messagecenter.bench.conform.Watch},
 * through which all traffic passes.
 *
 * <p>Sections are cited as 34:4.4.1 for SMPP 3.4, 50:4.2.1 for 5.0 and 33:6.3.3 for 3.3.
 */
@NullMarked
package org.messagecenter.bench.conform;

import org.jspecify.annotations.NullMarked;
