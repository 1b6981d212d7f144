/**
 * The program. {@link org.messagecenter.server.Main} reads settings and builds, starts and stops
 * the parts; each part lives in a package of its own and receives what it needs in its constructor.
 * Nothing receives the whole.
 */
@NullMarked
package org.messagecenter.server;

import org.jspecify.annotations.NullMarked;
