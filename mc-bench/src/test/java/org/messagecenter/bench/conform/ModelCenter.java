package org.messagecenter.bench.conform;

import static org.messagecenter.bench.conform.ModelFields.number;
import static org.messagecenter.bench.conform.ModelFields.text;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messagecenter.bench.conform.ModelFields.Field;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * A message center in memory that does everything as the specification says, and on top of it the
 * faults a test orders. Time does not pass in it: what is due later stays, what would expire
 * expires at once.
 *
 * <p>Destinations that begin with 999 fail, with 998 are never reached, with 555 come back.
 */
final class ModelCenter implements AutoCloseable {

  /** Sees a request first. */
  @FunctionalInterface
  interface Fault {
    /** True when the request needs no usual treatment any more. */
    boolean handles(WirePdu request, Session session) throws IOException;
  }

  /** Sees what leaves. */
  @FunctionalInterface
  interface Spoiler {
    /** What leaves instead, in order. */
    List<WirePdu> instead(WirePdu leaving, Session session);
  }

  private static final int SCHEDULED = 0;
  private static final int EN_ROUTE = 1;
  private static final int DELIVERED = 2;
  private static final int EXPIRED = 3;
  private static final int DELETED = 4;
  private static final int UNDELIVERABLE = 5;
  private static final List<String> STATS =
      List.of("SCHEDLD", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV");

  private static final List<Field> BIND =
      List.of(
          text("system_id", 16, CommandStatus.ESME_RINVSYSID),
          text("password", 9, CommandStatus.ESME_RINVPASWD),
          text("system_type", 13, CommandStatus.ESME_RINVSYSTYP),
          number("interface_version", CommandStatus.ESME_RBINDFAIL),
          number("addr_ton", CommandStatus.ESME_RBINDFAIL),
          number("addr_npi", CommandStatus.ESME_RBINDFAIL),
          text("address_range", 41, CommandStatus.ESME_RBINDFAIL));

  private static final Field SERVICE = text("service_type", 6, CommandStatus.ESME_RINVSERTYP);
  private static final Field ID = text("message_id", 65, CommandStatus.ESME_RINVMSGID);
  private static final Field SCHEDULE =
      text("schedule_delivery_time", 17, CommandStatus.ESME_RINVSCHED);
  private static final Field VALIDITY = text("validity_period", 17, CommandStatus.ESME_RINVEXPIRY);

  private static final List<Field> TEXT =
      List.of(
          number("esm_class", CommandStatus.ESME_RINVESMCLASS),
          number("protocol_id", CommandStatus.ESME_RINVCMDLEN),
          number("priority_flag", CommandStatus.ESME_RINVPRTFLG),
          SCHEDULE,
          VALIDITY,
          number("registered_delivery", CommandStatus.ESME_RINVREGDLVFLG),
          number("replace_if_present_flag", CommandStatus.ESME_RINVREPFLAG),
          number("data_coding", CommandStatus.ESME_RINVDCS),
          number("sm_default_msg_id", CommandStatus.ESME_RINVDFTMSGID),
          number("sm_length", CommandStatus.ESME_RINVMSGLEN),
          text("short_message", 0, CommandStatus.ESME_RINVMSGLEN));

  private final List<Session> sessions = new ArrayList<>();
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final Map<String, Message> broadcasts = new LinkedHashMap<>();
  private final Deque<WirePdu> waiting = new ArrayDeque<>();
  private final ServerSocket listener;
  private Fault fault = (request, session) -> false;
  private Spoiler spoiler = (leaving, session) -> List.of(leaving);
  private int ids;

  ModelCenter() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread acceptor = new Thread(this::accept, "model-center");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  ModelCenter with(Fault ordered) {
    fault = ordered;
    return this;
  }

  ModelCenter spoiling(Spoiler ordered) {
    spoiler = ordered;
    return this;
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Session session : List.copyOf(sessions)) {
      session.socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        serve(listener.accept());
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private Session serve(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    Session session = new Session(socket);
    synchronized (this) {
      sessions.add(session);
    }
    Thread reader = new Thread(session::read, "model-session");
    reader.setDaemon(true);
    reader.start();
    return session;
  }

  /** Calls an ESME that waits for an outbind; gives up when nobody listens there. */
  void callOut(int port) throws IOException {
    Session session = serve(new Socket(InetAddress.getLoopbackAddress(), port));
    synchronized (this) {
      session.send(WirePdu.request(CommandId.OUTBIND, 1, Bodies.outbind().octets()));
    }
  }

  /** A message, or a broadcast. */
  private static final class Message {
    final String id;
    final Party source;
    final Party destination;
    final int registered;
    final byte @Nullable [] reference;
    String text;
    int state;
    int areas;

    Message(String id, Party source, Party destination, ModelFields fields) {
      this.id = id;
      this.source = source;
      this.destination = destination;
      this.registered = fields.number("registered_delivery");
      this.reference = fields.tlv(Bodies.USER_MESSAGE_REFERENCE);
      this.text = new String(fields.message(), StandardCharsets.ISO_8859_1);
    }
  }

  /** One connection. */
  final class Session {
    private final Socket socket;
    private @Nullable CommandId bind;
    private int version;
    private int sequence;

    Session(Socket socket) {
      this.socket = socket;
    }

    int version() {
      return version;
    }

    void answer(WirePdu request, int status, byte[] body) throws IOException {
      CommandId id = CommandId.of(request.commandId());
      int response =
          id == null || !id.hasResponse() ? CommandId.GENERIC_NACK.value() : id.response().value();
      send(new WirePdu(response, status, request.sequence(), body));
    }

    void refuse(WirePdu request, CommandStatus status) throws IOException {
      answer(request, status.value(), Octets.NONE);
    }

    void send(WirePdu pdu) throws IOException {
      for (WirePdu leaving : spoiler.instead(pdu, this)) {
        socket.getOutputStream().write(leaving.encode());
      }
    }

    void hangUp() throws IOException {
      socket.close();
    }

    private boolean takes() {
      return bind == CommandId.BIND_RECEIVER || bind == CommandId.BIND_TRANSCEIVER;
    }

    private boolean gives() {
      return bind == CommandId.BIND_TRANSMITTER || bind == CommandId.BIND_TRANSCEIVER;
    }

    private void read() {
      try (socket) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
          int length = in.readInt();
          if (length < WirePdu.HEADER || length > 200_000) {
            synchronized (ModelCenter.this) {
              send(new WirePdu(CommandId.GENERIC_NACK.value(), 2, 0, Octets.NONE));
            }
            return;
          }
          WirePdu pdu =
              new WirePdu(
                  in.readInt(), in.readInt(), in.readInt(), in.readNBytes(length - WirePdu.HEADER));
          synchronized (ModelCenter.this) {
            if (!fault.handles(pdu, this)) {
              treat(pdu, this);
            }
          }
        }
      } catch (IOException e) {
        // The tool went away, or the test ends.
        bind = null;
      } finally {
        synchronized (ModelCenter.this) {
          sessions.remove(this);
        }
      }
    }
  }

  private static final Set<CommandId> SENDERS =
      Set.of(
          CommandId.SUBMIT_SM,
          CommandId.SUBMIT_MULTI,
          CommandId.DATA_SM,
          CommandId.QUERY_SM,
          CommandId.CANCEL_SM,
          CommandId.REPLACE_SM,
          CommandId.BROADCAST_SM,
          CommandId.QUERY_BROADCAST_SM,
          CommandId.CANCEL_BROADCAST_SM);

  private void treat(WirePdu pdu, Session session) throws IOException {
    CommandId id = CommandId.of(pdu.commandId());
    if (pdu.isResponse()) {
      if (pdu.is(CommandId.DELIVER_SM_RESP) && pdu.has(CommandStatus.ESME_RX_T_APPN)) {
        repeat(session);
      }
      return;
    }
    if (id == null || !id.hasResponse()) {
      if (id == null) {
        session.refuse(pdu, CommandStatus.ESME_RINVCMDID);
      }
      return;
    }
    switch (id) {
      case ENQUIRE_LINK -> session.answer(pdu, 0, Octets.NONE);
      case BIND_TRANSMITTER, BIND_RECEIVER, BIND_TRANSCEIVER -> bind(pdu, id, session);
      case UNBIND -> {
        if (session.bind == null) {
          session.refuse(pdu, CommandStatus.ESME_RINVBNDSTS);
        } else {
          session.bind = null;
          session.answer(pdu, 0, Octets.NONE);
          session.hangUp();
        }
      }
      default -> {
        if (!SENDERS.contains(id) || !session.gives()) {
          session.refuse(pdu, CommandStatus.ESME_RINVBNDSTS);
        } else {
          work(pdu, id, session);
        }
      }
    }
  }

  private void bind(WirePdu pdu, CommandId id, Session session) throws IOException {
    if (session.bind != null) {
      session.refuse(pdu, CommandStatus.ESME_RALYBND);
      return;
    }
    ModelFields fields = ModelFields.read(pdu, BIND);
    fields.demand(
        fields.text("system_id").equals("model") && fields.text("password").equals("secret"),
        CommandStatus.ESME_RBINDFAIL);
    if (fields.wrong != null) {
      session.refuse(pdu, fields.wrong);
      return;
    }
    session.bind = id;
    session.version = fields.number("interface_version");
    byte[] tlv =
        session.version < 0x34 ? Octets.NONE : Octets.tlv(Bodies.SC_INTERFACE_VERSION, (byte) 0x50);
    session.answer(pdu, 0, Octets.join(Octets.cString("model"), tlv));
    while (session.takes() && !waiting.isEmpty()) {
      session.send(waiting.remove());
    }
  }

  private void work(WirePdu pdu, CommandId id, Session session) throws IOException {
    switch (id) {
      case SUBMIT_SM -> submit(pdu, session);
      case DATA_SM -> data(pdu, session);
      case SUBMIT_MULTI -> multi(pdu, session);
      case QUERY_SM -> query(pdu, session);
      case CANCEL_SM -> cancel(pdu, session);
      case REPLACE_SM -> replace(pdu, session);
      case BROADCAST_SM -> broadcast(pdu, session);
      case QUERY_BROADCAST_SM -> queryBroadcast(pdu, session);
      default -> cancelBroadcast(pdu, session);
    }
  }

  private static List<Field> address(String prefix, String name, int most, boolean source) {
    return List.of(
        number(
            prefix + "_ton",
            source ? CommandStatus.ESME_RINVSRCTON : CommandStatus.ESME_RINVDSTTON),
        number(
            prefix + "_npi",
            source ? CommandStatus.ESME_RINVSRCNPI : CommandStatus.ESME_RINVDSTNPI),
        text(name, most, source ? CommandStatus.ESME_RINVSRCADR : CommandStatus.ESME_RINVDSTADR));
  }

  @SafeVarargs
  private static List<Field> layout(List<Field>... parts) {
    List<Field> all = new ArrayList<>();
    for (List<Field> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  private static void source(ModelFields fields) {
    Party source = fields.party("source_addr", "source_addr");
    fields.demand(source.ton() <= 6, CommandStatus.ESME_RINVSRCTON);
    fields.demand(plan(source.npi()), CommandStatus.ESME_RINVSRCNPI);
  }

  private static void destination(ModelFields fields) {
    Party destination = fields.party("dest_addr", "destination_addr");
    fields.demand(destination.ton() <= 6, CommandStatus.ESME_RINVDSTTON);
    fields.demand(plan(destination.npi()), CommandStatus.ESME_RINVDSTNPI);
    fields.demand(!destination.digits().isEmpty(), CommandStatus.ESME_RINVDSTADR);
  }

  private static boolean plan(int npi) {
    return Set.of(0, 1, 3, 4, 6, 8, 9, 10, 14, 18).contains(npi);
  }

  private static boolean time(String text) {
    return text.isEmpty()
        || text.matches("\\d{12}\\d\\d{2}R")
        || text.matches(
            "\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])([01]\\d|2[0-3])([0-5]\\d){2}\\d"
                + "([0-3]\\d|4[0-8])[-+]");
  }

  private static void message(ModelFields fields, Session session) {
    boolean v5 = session.version >= 0x50;
    fields.demand((fields.number("esm_class") & 0x3C) == 0, CommandStatus.ESME_RINVESMCLASS);
    fields.demand(v5 || (fields.number("esm_class") & 3) != 2, CommandStatus.ESME_RINVESMCLASS);
    fields.demand(fields.number("priority_flag") <= (v5 ? 4 : 3), CommandStatus.ESME_RINVPRTFLG);
    fields.demand(time(fields.text("schedule_delivery_time")), CommandStatus.ESME_RINVSCHED);
    fields.demand(time(fields.text("validity_period")), CommandStatus.ESME_RINVEXPIRY);
    fields.demand(fields.number("replace_if_present_flag") <= 1, CommandStatus.ESME_RINVREPFLAG);
    fields.demand(fields.number("sm_default_msg_id") == 0, CommandStatus.ESME_RINVDFTMSGID);
    int coding = fields.number("data_coding");
    fields.demand(coding < 0x0B || coding >= 0xF0, CommandStatus.ESME_RINVDCS);
    fields.demand(v5 || fields.number("sm_length") < 255, CommandStatus.ESME_RINVMSGLEN);
    fields.demand(
        v5 || fields.number("sm_length") == 0 || fields.tlv(Bodies.MESSAGE_PAYLOAD) == null,
        CommandStatus.ESME_RINVMSGLEN);
    if ((fields.number("esm_class") & 0x40) != 0) {
      byte[] text = fields.message();
      fields.demand(text.length > 0 && text[0] < text.length, CommandStatus.ESME_RINVESMCLASS);
    }
    lengths(fields);
  }

  private static void lengths(ModelFields fields) {
    for (TlvTag tag : TlvTag.all()) {
      byte[] value = fields.tlv(tag.tag());
      if (value != null) {
        boolean halves = tag.tag() == 0x1204 && value.length != 1 && value.length != 4;
        fields.demand(
            value.length >= tag.minLength() && value.length <= tag.maxLength() && !halves,
            CommandStatus.ESME_RINVTLVLEN);
      }
    }
  }

  private void submit(WirePdu pdu, Session session) throws IOException {
    ModelFields fields =
        ModelFields.read(
            pdu,
            layout(
                List.of(SERVICE),
                address("source_addr", "source_addr", 21, true),
                address("dest_addr", "destination_addr", 21, false),
                TEXT));
    source(fields);
    destination(fields);
    message(fields, session);
    take(pdu, session, fields);
  }

  private void data(WirePdu pdu, Session session) throws IOException {
    ModelFields fields =
        ModelFields.read(
            pdu,
            layout(
                List.of(SERVICE),
                address("source_addr", "source_addr", 65, true),
                address("dest_addr", "destination_addr", 65, false),
                List.of(
                    number("esm_class", CommandStatus.ESME_RINVESMCLASS),
                    number("registered_delivery", CommandStatus.ESME_RINVREGDLVFLG),
                    number("data_coding", CommandStatus.ESME_RINVDCS))));
    source(fields);
    destination(fields);
    lengths(fields);
    fields.demand(fields.tlv(Bodies.MESSAGE_PAYLOAD) != null, CommandStatus.ESME_RMISSINGTLV);
    byte[] dpf = fields.tlv(0x0421);
    take(pdu, session, fields);
    if (fields.wrong == null && dpf != null && dpf[0] == 1) {
      toReceiver(
          CommandId.ALERT_NOTIFICATION,
          Bodies.alert(
              fields.party("dest_addr", "destination_addr"),
              fields.party("source_addr", "source_addr")));
    }
  }

  private String nextId(Session session) {
    return (session.version < 0x34 ? "%08x" : "model-%08x").formatted(++ids);
  }

  private void take(WirePdu pdu, Session session, ModelFields fields) throws IOException {
    if (fields.wrong != null) {
      session.refuse(pdu, fields.wrong);
      return;
    }
    Party to = fields.party("dest_addr", "destination_addr");
    if ((fields.number("esm_class") & 3) == 2 && to.digits().startsWith("999")) {
      session.answer(
          pdu,
          CommandStatus.ESME_RDELIVERYFAILURE.value(),
          Octets.join(Octets.cString(""), Octets.tlv(0x0425, (byte) 0)));
      return;
    }
    Message message =
        new Message(nextId(session), fields.party("source_addr", "source_addr"), to, fields);
    messages.put(message.id, message);
    byte[] load =
        session.version >= 0x50 && pdu.is(CommandId.SUBMIT_SM)
            ? Octets.tlv(Bodies.CONGESTION_STATE, (byte) 7)
            : Octets.NONE;
    session.answer(pdu, 0, Octets.join(Octets.cString(message.id), load));
    if (!fields.text("schedule_delivery_time").isEmpty()) {
      message.state = session.version >= 0x50 ? SCHEDULED : EN_ROUTE;
      return;
    }
    attempt(message, fields);
  }

  private void attempt(Message message, ModelFields fields) throws IOException {
    String digits = message.destination.digits();
    if (digits.startsWith("998")) {
      message.state = EN_ROUTE;
      if ((message.registered & 0x10) != 0) {
        receipt(message, Delivery.INTERMEDIATE);
      }
      if (!fields.text("validity_period").isEmpty()) {
        finish(message, EXPIRED);
      }
    } else if (digits.startsWith("555")) {
      toReceiver(
          CommandId.DELIVER_SM,
          deliver(message.source, message.destination, fields.number("esm_class"))
              .set("data_coding", fields.number("data_coding"))
              .text(fields.message()));
      finish(message, DELIVERED);
    } else {
      finish(message, digits.startsWith("999") ? UNDELIVERABLE : DELIVERED);
    }
  }

  private void finish(Message message, int state) throws IOException {
    message.state = state;
    int wanted = message.registered & 3;
    boolean delivered = state == DELIVERED;
    if (wanted == 1 || (wanted == 2 && !delivered) || (wanted == 3 && delivered)) {
      receipt(message, Delivery.RECEIPT);
    }
  }

  private static Body deliver(Party from, Party to, int esmClass) {
    Target addresses = ConformFixture.target(0, from);
    return Bodies.submit(addresses, to, "").set("esm_class", esmClass);
  }

  private void receipt(Message message, int type) throws IOException {
    String text =
        "id:%s sub:001 dlvrd:%s submit date:2601020304 done date:2601020304 stat:%s err:000 text:%s"
            .formatted(
                message.id,
                message.state == DELIVERED ? "001" : "000",
                STATS.get(message.state),
                message.text.substring(0, Math.min(20, message.text.length())));
    Body body = deliver(message.destination, message.source, type).text(Octets.ascii(text));
    // Ids of 3.3 sessions have 8 characters here; their receipts have no TLVs.
    if (message.id.length() > 8) {
      body.tlv(Bodies.RECEIPTED_MESSAGE_ID, Octets.cString(message.id));
      body.tlv(Bodies.MESSAGE_STATE, (byte) message.state);
      if (message.reference != null) {
        body.tlv(Bodies.USER_MESSAGE_REFERENCE, message.reference);
      }
    }
    toReceiver(CommandId.DELIVER_SM, body);
  }

  private @Nullable WirePdu lastDelivery;

  private void toReceiver(CommandId id, Body body) throws IOException {
    for (Session session : sessions) {
      if (session.takes()) {
        lastDelivery = WirePdu.request(id, ++session.sequence, body.octets());
        session.send(lastDelivery);
        return;
      }
    }
    waiting.add(WirePdu.request(id, 1, body.octets()));
  }

  private void repeat(Session session) throws IOException {
    WirePdu last = lastDelivery;
    if (last != null) {
      session.send(new WirePdu(last.commandId(), 0, ++session.sequence, last.body()));
    }
  }

  private void multi(WirePdu pdu, Session session) throws IOException {
    BodyReader in = new BodyReader(pdu);
    List<Party> destinations = new ArrayList<>();
    List<byte[]> failed = new ArrayList<>();
    try {
      in.cString("service_type", 6);
      in.octets("source", 2);
      in.cString("source_addr", 21);
      int count = in.u8("number_of_dests");
      if (count == 0) {
        session.refuse(pdu, CommandStatus.ESME_RINVNUMDESTS);
        return;
      }
      for (int i = 0; i < count; i++) {
        int flag = in.u8("dest_flag");
        if (flag == 2) {
          // One that is too long is no known one either.
          if (!in.cString("dl_name", 255).equals("friends")) {
            session.refuse(pdu, CommandStatus.ESME_RINVDLNAME);
            return;
          }
        } else if (flag != 1) {
          session.refuse(pdu, CommandStatus.ESME_RINVDESTFLAG);
          return;
        } else {
          Party party = new Party(in.u8("ton"), in.u8("npi"), in.cString("address", 21));
          if (party.ton() > 6) {
            failed.add(
                Octets.join(
                    Octets.u8(party.ton()),
                    Octets.u8(party.npi()),
                    Octets.cString(party.digits()),
                    Octets.u32(CommandStatus.ESME_RINVDSTTON.value())));
          } else {
            destinations.add(party);
          }
        }
      }
    } catch (Ended e) {
      session.refuse(pdu, CommandStatus.ESME_RINVDSTADR);
      return;
    }
    // The rest has the layout of submit_sm from esm_class on.
    byte[] rest = restOf(in);
    ModelFields fields = ModelFields.read(new WirePdu(4, 0, 1, rest), TEXT);
    message(fields, session);
    if (fields.wrong != null) {
      session.refuse(pdu, fields.wrong);
      return;
    }
    String id = nextId(session);
    session.answer(
        pdu,
        0,
        Octets.join(
            Octets.cString(id),
            Octets.u8(failed.size()),
            Octets.join(failed.toArray(byte[][]::new))));
    for (Party to : destinations) {
      Message message = new Message(id, new Party(1, 1, "12025550100"), to, fields);
      messages.put(id, message);
      attempt(message, fields);
    }
  }

  private static byte[] restOf(BodyReader in) {
    List<Byte> octets = new ArrayList<>();
    while (!in.atEnd()) {
      octets.add((byte) in.u8("rest"));
    }
    byte[] rest = new byte[octets.size()];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = octets.get(i);
    }
    return rest;
  }

  private @Nullable Message find(Map<String, Message> all, ModelFields fields) {
    Message message = all.get(fields.text("message_id"));
    byte[] reference = fields.tlv(Bodies.USER_MESSAGE_REFERENCE);
    if (message == null && reference != null) {
      for (Message one : all.values()) {
        if (Arrays.equals(reference, one.reference)) {
          message = one;
        }
      }
    }
    boolean owned =
        message != null && message.source.equals(fields.party("source_addr", "source_addr"));
    return owned ? message : null;
  }

  private static final List<Field> QUERY =
      layout(List.of(ID), address("source_addr", "source_addr", 21, true));

  private void query(WirePdu pdu, Session session) throws IOException {
    ModelFields fields = ModelFields.read(pdu, QUERY);
    Message message = find(messages, fields);
    if (message == null) {
      session.refuse(pdu, CommandStatus.ESME_RINVMSGID);
      return;
    }
    session.answer(
        pdu,
        0,
        Octets.join(
            Octets.cString(message.id),
            Octets.cString(message.state > EN_ROUTE ? "260102030405000+" : ""),
            Octets.u8(message.state),
            Octets.u8(0)));
  }

  private void cancel(WirePdu pdu, Session session) throws IOException {
    ModelFields fields =
        ModelFields.read(
            pdu,
            layout(
                List.of(SERVICE, ID),
                address("source_addr", "source_addr", 21, true),
                address("dest_addr", "destination_addr", 21, false)));
    Party to = fields.party("dest_addr", "destination_addr");
    List<Message> all = new ArrayList<>();
    if (fields.text("message_id").isEmpty()) {
      for (Message message : messages.values()) {
        if (message.destination.equals(to)) {
          all.add(message);
        }
      }
    } else {
      Message message = find(messages, fields);
      boolean fits = message != null && (to.digits().isEmpty() || to.equals(message.destination));
      if (message == null || !fits) {
        session.refuse(pdu, CommandStatus.ESME_RINVMSGID);
        return;
      }
      all.add(message);
    }
    all.removeIf(message -> message.state > EN_ROUTE);
    if (all.isEmpty()) {
      session.refuse(pdu, CommandStatus.ESME_RCANCELFAIL);
      return;
    }
    session.answer(pdu, 0, Octets.NONE);
    for (Message message : all) {
      finish(message, DELETED);
    }
  }

  private void replace(WirePdu pdu, Session session) throws IOException {
    ModelFields fields =
        ModelFields.read(
            pdu,
            layout(
                QUERY,
                List.of(
                    SCHEDULE,
                    VALIDITY,
                    number("registered_delivery", CommandStatus.ESME_RINVREGDLVFLG),
                    number("sm_default_msg_id", CommandStatus.ESME_RINVDFTMSGID),
                    number("sm_length", CommandStatus.ESME_RINVMSGLEN),
                    text("short_message", 0, CommandStatus.ESME_RINVMSGLEN))));
    fields.demand(time(fields.text("schedule_delivery_time")), CommandStatus.ESME_RINVSCHED);
    Message old = find(messages, fields);
    fields.demand(old != null && old.state <= EN_ROUTE, CommandStatus.ESME_RREPLACEFAIL);
    if (fields.wrong != null || old == null) {
      session.refuse(pdu, fields.wrong == null ? CommandStatus.ESME_RINVMSGID : fields.wrong);
      return;
    }
    Message replaced = new Message(old.id, old.source, old.destination, fields);
    replaced.state = old.state;
    messages.put(old.id, replaced);
    session.answer(pdu, 0, Octets.NONE);
    if (!fields.text("schedule_delivery_time").isEmpty()) {
      attempt(replaced, fields);
    }
  }

  private void broadcast(WirePdu pdu, Session session) throws IOException {
    ModelFields fields =
        ModelFields.read(
            pdu,
            layout(
                List.of(SERVICE),
                address("source_addr", "source_addr", 21, true),
                List.of(
                    ID,
                    number("priority_flag", CommandStatus.ESME_RINVPRTFLG),
                    SCHEDULE,
                    VALIDITY,
                    number("replace_if_present_flag", CommandStatus.ESME_RINVREPFLAG),
                    number("data_coding", CommandStatus.ESME_RINVDCS),
                    number("sm_default_msg_id", CommandStatus.ESME_RINVDFTMSGID))));
    fields.demand(time(fields.text("validity_period")), CommandStatus.ESME_RINVEXPIRY);
    for (int tag :
        new int[] {
          Bodies.BROADCAST_AREA,
          Bodies.BROADCAST_CONTENT_TYPE,
          Bodies.BROADCAST_REP_NUM,
          Bodies.BROADCAST_INTERVAL
        }) {
      fields.demand(fields.tlv(tag) != null, CommandStatus.ESME_RMISSINGTLV);
    }
    lengths(fields);
    byte[] area = fields.tlv(Bodies.BROADCAST_AREA);
    fields.demand(area != null && area[0] <= 2, CommandStatus.ESME_RINVBCASTAREAFMT);
    byte[] interval = fields.tlv(Bodies.BROADCAST_INTERVAL);
    fields.demand(interval != null && interval[0] <= 0x0E, CommandStatus.ESME_RINVBCASTFREQINT);
    fields.demand(
        fields.number("replace_if_present_flag") == 0
            || broadcasts.containsKey(fields.text("message_id")),
        CommandStatus.ESME_RINVMSGID);
    if (fields.wrong != null) {
      session.refuse(pdu, fields.wrong);
      return;
    }
    Message message =
        new Message(
            nextId(session), fields.party("source_addr", "source_addr"), Stored.NOBODY, fields);
    message.state = EN_ROUTE;
    message.areas = fields.count(Bodies.BROADCAST_AREA);
    broadcasts.put(message.id, message);
    session.answer(pdu, 0, Octets.cString(message.id));
  }

  private void queryBroadcast(WirePdu pdu, Session session) throws IOException {
    Message message = find(broadcasts, ModelFields.read(pdu, QUERY));
    if (message == null) {
      session.refuse(pdu, CommandStatus.ESME_RBCASTQUERYFAIL);
      return;
    }
    byte[] body =
        Octets.join(
            Octets.cString(message.id), Octets.tlv(Bodies.MESSAGE_STATE, (byte) message.state));
    for (int i = 0; i < message.areas; i++) {
      body =
          Octets.join(
              body,
              Octets.tlv(Bodies.BROADCAST_AREA, (byte) 0, (byte) 'a'),
              Octets.tlv(0x0608, (byte) 100));
    }
    session.answer(pdu, 0, body);
  }

  private void cancelBroadcast(WirePdu pdu, Session session) throws IOException {
    Message message = find(broadcasts, ModelFields.read(pdu, layout(List.of(SERVICE), QUERY)));
    if (message == null || message.state == DELETED) {
      session.refuse(pdu, CommandStatus.ESME_RBCASTCANCELFAIL);
      return;
    }
    message.state = DELETED;
    session.answer(pdu, 0, Octets.NONE);
  }
}
