/**
 * The message center as its users see it: a real process, real TLS sockets, and jSMPP as the ESME.
 */
@NullMarked
package org.messagecenter.testkit.integration;

import org.jspecify.annotations.NullMarked;
