package org.messagecenter.bench.conform;

import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The message center to try, and what may be used for it.
 *
 * @param host where it listens
 * @param port where it listens
 * @param tls makes the sockets when TLS is used, else null
 * @param account system_id
 * @param password its password
 * @param systemType system_type, often empty
 * @param serviceType service_type of every message, often empty
 * @param source address to send from
 * @param destination address to send to; messages to it are expected to be delivered
 * @param unreachable a destination whose messages stay pending, or null
 * @param failing a destination whose messages end as undeliverable, or null
 * @param loop a destination whose messages come back to the account, or null
 * @param distributionList a list the account may send to, or null
 * @param outbindPort port to wait at for an outbind, or 0
 * @param responseTime how long a response may take
 * @param receiptTime how long a receipt may take
 */
record Target(
    String host,
    int port,
    @Nullable SSLSocketFactory tls,
    String account,
    String password,
    String systemType,
    String serviceType,
    Party source,
    Party destination,
    @Nullable Party unreachable,
    @Nullable Party failing,
    @Nullable Party loop,
    @Nullable String distributionList,
    int outbindPort,
    Duration responseTime,
    Duration receiptTime) {}
