package org.messagecenter.server.esme;

/**
 * Owns a connection that we have made, until the ESME binds: a bind of anybody else than the one
 * who was called is refused.
 *
 * @param account its system_id
 */
public record Invitation(String account) {}
