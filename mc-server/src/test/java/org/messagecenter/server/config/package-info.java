/** Tests of the checked view of the configuration. */
@NullMarked
package org.messagecenter.server.config;

import org.jspecify.annotations.NullMarked;
