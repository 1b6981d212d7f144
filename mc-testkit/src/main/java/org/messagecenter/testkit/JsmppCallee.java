package org.messagecenter.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.Command;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.GenericMessageReceiverListener;
import org.jsmpp.session.OutbindRequest;
import org.jsmpp.session.OutboundServerMessageReceiverListener;
import org.jsmpp.session.SMPPOutboundServerSession;
import org.jsmpp.session.SendCommandTask;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ESME that is not ours and waits to be called: it listens for connections, takes outbind, and
 * binds on the same connection. Built on jSMPP's sessions, over TLS or plain TCP.
 *
 * <p>It binds as a receiver to every outbind unless {@link #refusing} says otherwise, and answers
 * every deliver_sm with ESME_ROK.
 */
public final class JsmppCallee implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JsmppCallee.class);
  private static final long OUTBIND_LIMIT_MILLIS = 60_000;
  private static final long ANSWER_LIMIT_MILLIS = 60_000;
  private static final long GOODBYE_LIMIT_MILLIS = 500;

  private final ServerSocket listener;
  private final String systemId;
  private final String password;
  private final BindType type;
  private final InterfaceVersion version;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Inbox<OutbindRequest> outbinds = new Inbox<>("outbind");
  private final Inbox<Integer> refusals = new Inbox<>("refused bind");
  private final Inbox<ReceivedMessage> delivered = new Inbox<>("deliver_sm");
  private final List<SMPPOutboundServerSession> sessions = new CopyOnWriteArrayList<>();
  private final AtomicInteger refuse = new AtomicInteger();

  private JsmppCallee(
      ServerSocket listener,
      String systemId,
      String password,
      BindType type,
      InterfaceVersion version) {
    this.listener = listener;
    this.systemId = systemId;
    this.password = password;
    this.type = type;
    this.version = version;
    threads.execute(this::acceptConnections);
  }

  /**
   * Listens on the loopback address and binds as a receiver when it is called.
   *
   * @param port the port, or 0 for any free one
   * @param tls shows this context's certificate; null for plain TCP
   */
  public static JsmppCallee listen(
      int port, @Nullable SSLContext tls, String systemId, String password) throws IOException {
    return listen(port, tls, systemId, password, BindType.BIND_RX, InterfaceVersion.IF_34);
  }

  /** Listens on the loopback address and makes this bind when it is called. */
  public static JsmppCallee listen(
      int port,
      @Nullable SSLContext tls,
      String systemId,
      String password,
      BindType type,
      InterfaceVersion version)
      throws IOException {
    ServerSocketFactory factory =
        tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
    return new JsmppCallee(
        factory.createServerSocket(port, 50, InetAddress.getLoopbackAddress()),
        systemId,
        password,
        type,
        version);
  }

  /** A loopback port nobody listens on at this moment. */
  public static int freePort() {
    return FreePorts.next();
  }

  /** The port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Answers this many outbinds from now on by closing the connection. */
  public JsmppCallee refusing(int times) {
    refuse.set(times);
    return this;
  }

  /** The outbinds that came, refused ones too. */
  public Inbox<OutbindRequest> outbinds() {
    return outbinds;
  }

  /** The command_status of each bind that was refused. */
  public Inbox<Integer> refusals() {
    return refusals;
  }

  /** What the message center sent over all sessions. */
  public Inbox<ReceivedMessage> delivered() {
    return delivered;
  }

  /** How many sessions are bound now. */
  public int bound() {
    return (int) sessions.stream().filter(session -> session.getSessionState().isBound()).count();
  }

  private void acceptConnections() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        threads.execute(() -> serve(socket));
      } catch (IOException | RejectedExecutionException e) {
        LOG.debug("not accepted: {}", e.toString());
      }
    }
  }

  private void serve(Socket socket) {
    try {
      SelectiveSender sender = new SelectiveSender();
      PatientReader reader = new PatientReader();
      Listener deliveries = new Listener(sender);
      answer(
          new SMPPOutboundServerSession(
              new SocketConnection(socket),
              (now, before, source) -> {},
              deliveries,
              deliveries,
              1,
              sender,
              reader) {
            @Override
            protected Command executeSendCommand(SendCommandTask task, long limit)
                throws PDUException,
                    ResponseTimeoutException,
                    InvalidResponseException,
                    NegativeResponseException,
                    IOException {
              reader.asked();
              try {
                return super.executeSendCommand(task, limit);
              } finally {
                reader.done();
              }
            }
          });
    } catch (IOException e) {
      LOG.debug("a connection came to nothing: {}", e.toString());
    }
  }

  private void answer(SMPPOutboundServerSession session) {
    session.setTransactionTimer(ANSWER_LIMIT_MILLIS);
    try {
      outbinds.add(session.waitForOutbind(OUTBIND_LIMIT_MILLIS));
      if (refuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        session.close();
        return;
      }
      sessions.add(session);
      session.bind(
          new BindParameter(
              type,
              systemId,
              password,
              "",
              TypeOfNumber.UNKNOWN,
              NumberingPlanIndicator.UNKNOWN,
              "",
              version),
          ANSWER_LIMIT_MILLIS);
    } catch (IOException | TimeoutException | IllegalStateException e) {
      if (e.getCause() instanceof NegativeResponseException refused) {
        refusals.add(refused.getCommandStatus());
      }
      LOG.debug("a call came to nothing: {}", e.toString());
      session.close();
    }
  }

  /** Unbinds and closes every session, waiting half a second for each answer; goes on listening. */
  public void hangUp() {
    for (SMPPOutboundServerSession session : sessions) {
      session.setTransactionTimer(GOODBYE_LIMIT_MILLIS);
      session.unbindAndClose();
    }
    sessions.clear();
  }

  /** Stops listening and ends every session. */
  @Override
  public void close() throws IOException {
    listener.close();
    hangUp();
    threads.shutdownNow();
  }

  private final class Listener
      implements GenericMessageReceiverListener, OutboundServerMessageReceiverListener {
    private final SelectiveSender sender;

    Listener(SelectiveSender sender) {
      this.sender = sender;
    }

    @Override
    public void onAcceptDeliverSm(DeliverSm pdu, SMPPOutboundServerSession source) {
      ReceivedMessage message = ReceivedMessage.of(pdu, systemId);
      sender.whenAnswered(pdu.getSequenceNumber(), false, () -> delivered.add(message));
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm dataSm, Session source)
        throws ProcessRequestException {
      throw new ProcessRequestException("data_sm is not expected", 0x03);
    }
  }
}
