/**
 * The checked view of the configuration.
 *
 * <p>Typesafe Config reads HOCON and keeps where each value was written; {@link
 * org.messagecenter.server.config.ConfigSource} lays the command line over the configuration file
 * over the shipped {@code reference.conf}; {@link org.messagecenter.server.config.Section} hands
 * values to the features. A feature owns its settings: a record with a static {@code from(Section)}
 * beside the code that uses it. No feature sees a Typesafe Config type, and there is no global
 * accessor.
 *
 * <p>A reading never stops at the first mistake. A section notes what is wrong, answers a value
 * that keeps the settings records constructible, and {@link
 * org.messagecenter.server.config.Section#verify()} then reports everything at once, with the keys
 * that nobody asked for.
 */
@NullMarked
package org.messagecenter.server.config;

import org.jspecify.annotations.NullMarked;
