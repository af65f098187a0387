package io.darkroom.worker.onnx;

import io.darkroom.worker.onnx.Message.Field;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Changes a scalar {@code timestep} input to one value per row, so that samples at different steps can share a run. Exporters broadcast the
 * scalar by {@code Unsqueeze} (scalar to [1]) and {@code Expand} ([1] to [rows]): with an input of [rows], the {@code Unsqueeze} is
 * replaced by {@code Identity}, and the {@code Expand} has no effect.
 */
public final class TimestepPerRow {
    private static final String TIMESTEP = "timestep";
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_VALUE_INFO = 13;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_NAME = 3;
    private static final int NODE_OPERATOR = 4;
    private static final int INFO_NAME = 1;
    private static final int INFO_TYPE = 2;
    private static final int TYPE_TENSOR = 1;
    private static final int TENSOR_ELEMENT = 1;
    private static final int TENSOR_SHAPE = 2;
    private static final int SHAPE_DIMENSION = 1;
    private static final int DIMENSION_NAME = 2;

    /** A part of the graph that is replaced. */
    private record Piece(long start, long end, byte[] replacement) {}

    private final Message graph;
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> scalars = new HashSet<>(Set.of(TIMESTEP));
    private boolean understood = true;

    private TimestepPerRow(Message graph) {
        this.graph = graph;
    }

    /**
     * Edits a model.
     *
     * @param arena allocates the edited model
     * @return the edited model; empty if the timestep is not a scalar, or its use is not understood
     * @throws OnnxException if it is not an ONNX file
     */
    public static Optional<ByteBuffer> edit(Path file, Arena arena) throws IOException {
        try (Arena reading = Arena.ofConfined()) {
            MemorySegment whole = OnnxFile.map(file, reading);
            List<Field> graphs = new Message(whole).fields(OnnxFile.MODEL_GRAPH);
            if (graphs.size() != 1) {
                throw new OnnxException("not an ONNX file: it has " + graphs.size() + " graphs");
            }
            TimestepPerRow edit = new TimestepPerRow(graphs.getFirst().message());
            edit.plan();
            return edit.understood && edit.pieces.size() > 1
                    ? Optional.of(edit.write(whole, graphs.getFirst(), arena))
                    : Optional.empty();
        }
    }

    private void plan() {
        for (Field field : graph.fields()) {
            switch (field.number()) {
                case GRAPH_INPUT -> planInput(field);
                case OnnxFile.GRAPH_NODE -> planNode(field);
                case GRAPH_VALUE_INFO -> {
                    if (scalars.contains(field.message().text(INFO_NAME))) {
                        pieces.add(new Piece(field.start(), field.end(), new byte[0]));
                    }
                }
                default -> {
                    // weights, names, outputs
                }
            }
        }
        pieces.sort(Comparator.comparingLong(Piece::start));
    }

    /** Inputs are written after the nodes in the file, so a timestep that is not a scalar is found last. */
    private void planInput(Field field) {
        Message info = field.message();
        if (!info.text(INFO_NAME).equals(TIMESTEP)) {
            return;
        }
        Message tensor = info.fields(INFO_TYPE)
                .getFirst()
                .message()
                .fields(TYPE_TENSOR)
                .getFirst()
                .message();
        boolean vector = tensor.fields(TENSOR_SHAPE).stream()
                .anyMatch(shape -> !shape.message().fields(SHAPE_DIMENSION).isEmpty());
        if (vector) {
            understood = false;
            return;
        }
        long element = tensor.fields(TENSOR_ELEMENT).getFirst().value();
        MessageWriter dimension = new MessageWriter().text(DIMENSION_NAME, "batch_size");
        MessageWriter shape = new MessageWriter().message(SHAPE_DIMENSION, dimension);
        MessageWriter wanted =
                new MessageWriter().number(TENSOR_ELEMENT, element).message(TENSOR_SHAPE, shape);
        MessageWriter type = new MessageWriter().message(TYPE_TENSOR, wanted);
        MessageWriter input = new MessageWriter().text(INFO_NAME, TIMESTEP).message(INFO_TYPE, type);
        pieces.add(new Piece(
                field.start(),
                field.end(),
                new MessageWriter().message(GRAPH_INPUT, input).toByteArray()));
    }

    private void planNode(Field field) {
        Message node = field.message();
        List<String> inputs = node.fields(NODE_INPUT).stream().map(Field::text).toList();
        if (inputs.stream().noneMatch(scalars::contains)) {
            return;
        }
        String output = node.text(NODE_OUTPUT);
        switch (node.text(NODE_OPERATOR)) {
            case "Cast", "Identity" -> scalars.add(output);
            case "Unsqueeze" -> {
                MessageWriter identity = new MessageWriter()
                        .text(NODE_INPUT, inputs.getFirst())
                        .text(NODE_OUTPUT, output)
                        .text(NODE_NAME, node.text(NODE_NAME))
                        .text(NODE_OPERATOR, "Identity");
                pieces.add(new Piece(
                        field.start(),
                        field.end(),
                        new MessageWriter()
                                .message(OnnxFile.GRAPH_NODE, identity)
                                .toByteArray()));
            }
            default -> understood = false;
        }
    }

    private ByteBuffer write(MemorySegment whole, Field field, Arena arena) {
        long size = graph.bytes().byteSize();
        for (Piece piece : pieces) {
            size += piece.replacement().length - (piece.end() - piece.start());
        }
        byte[] head = new MessageWriter().head(OnnxFile.MODEL_GRAPH, size).toByteArray();
        long total = field.start() + head.length + size + whole.byteSize() - field.end();
        MemorySegment out = arena.allocate(total);
        long at = copy(whole, 0, field.start(), out, 0);
        at = copy(MemorySegment.ofArray(head), 0, head.length, out, at);
        long from = 0;
        for (Piece piece : pieces) {
            at = copy(graph.bytes(), from, piece.start(), out, at);
            at = copy(MemorySegment.ofArray(piece.replacement()), 0, piece.replacement().length, out, at);
            from = piece.end();
        }
        at = copy(graph.bytes(), from, graph.bytes().byteSize(), out, at);
        copy(whole, field.end(), whole.byteSize(), out, at);
        return out.asByteBuffer();
    }

    private static long copy(MemorySegment source, long from, long to, MemorySegment target, long at) {
        MemorySegment.copy(source, from, target, at, to - from);
        return at + to - from;
    }
}
