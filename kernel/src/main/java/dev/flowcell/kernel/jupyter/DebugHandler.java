package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** Says in the Debug Adapter Protocol's words that there is no debugger. */
final class DebugHandler implements Handler<Object> {

  @Override
  public JsonObject handle(Request<Object> request) {
    JsonElement asked = Json.of(request.getContent());
    JsonObject reply = new JsonObject();
    reply.addProperty("type", "response");
    reply.addProperty("seq", 1);
    reply.add("request_seq", whole(member(asked, "seq")));
    reply.add("command", member(asked, "command"));
    reply.addProperty("success", false);
    reply.addProperty("message", "this kernel has no debugger");
    reply.addProperty("status", "error");
    return reply;
  }

  private static JsonElement member(JsonElement asked, String name) {
    JsonElement member = asked instanceof JsonObject object ? object.get(name) : null;
    return member == null ? JsonNull.INSTANCE : member;
  }

  /** Gson reads a number of which it is told nothing as one with a fraction. */
  private static JsonElement whole(JsonElement number) {
    return number instanceof JsonPrimitive of && of.isNumber()
        ? new JsonPrimitive(of.getAsLong())
        : number;
  }
}
