/** What happened to each message, step by step, kept beside the store and readable by its id. */
@NullMarked
package org.messagecenter.server.history;

import org.jspecify.annotations.NullMarked;
