/** Tests of the meters and their log line. */
@NullMarked
package org.messagecenter.server.metric;

import org.jspecify.annotations.NullMarked;
