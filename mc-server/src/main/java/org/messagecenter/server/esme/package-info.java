/** ESME sessions from connection to close: who may bind, and which desk each request goes to. */
@NullMarked
package org.messagecenter.server.esme;

import org.jspecify.annotations.NullMarked;
