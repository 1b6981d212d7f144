/** Tests of what sessions bring and who serves it. */
@NullMarked
package org.messagecenter.server.esme;

import org.jspecify.annotations.NullMarked;
