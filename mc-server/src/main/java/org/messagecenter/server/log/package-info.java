/** What the log may hold and how much of it: masking and rate limits. */
@NullMarked
package org.messagecenter.server.log;

import org.jspecify.annotations.NullMarked;
