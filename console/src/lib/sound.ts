/** Two short tones, made on the spot: a console that asks for nothing outside has no sound files to load. */
export function chime(context: AudioContext): void {
    [880, 660].forEach((frequency, index) => {
        const tone = context.createOscillator();
        const volume = context.createGain();
        const start = context.currentTime + index * 0.18;
        tone.frequency.value = frequency;
        volume.gain.setValueAtTime(0.0001, start);
        volume.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.16);
        tone.connect(volume).connect(context.destination);
        tone.start(start);
        tone.stop(start + 0.18);
    });
}
